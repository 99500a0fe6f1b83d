variable "client" {
  description = "The client: the name of its file in ../clients, without \".yaml\"."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.client)) && fileexists("${path.module}/../clients/${var.client}.yaml")
    error_message = "There is no file clients/${var.client}.yaml."
  }
}

variable "environment" {
  description = "Environment of the deployed service, as `npx linekit deploy --environment` was told: the end of its domain."
  type        = string
  default     = "dev"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,15}$", var.environment))
    error_message = "The environment is 1 to 16 lower-case letters, digits and \"-\"."
  }
}

variable "buy_numbers" {
  description = "Buys the numbers of the client's file that its account lacks. Costs money each month; without it they stop the plan."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = contains([true, false], var.buy_numbers)
    error_message = "buy_numbers is true or false."
  }
}

variable "create_workspace" {
  description = "Makes the workspace \"Flex Task Assignment\" in an account without Flex, which would have made it. Keep it as it was at the first apply."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = contains([true, false], var.create_workspace)
    error_message = "create_workspace is true or false."
  }
}

variable "existing" {
  description = "SIDs of objects that are there already and can't be looked up by name: flows by name, the Sync service, variables of the environment by name. Terraform takes them over instead of making them a second time."
  type = object({
    flows        = optional(map(string), {})
    sync_service = optional(string)
    variables    = optional(map(string), {})
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for sid in values(var.existing.flows) : can(regex("^FW[0-9a-f]{32}$", sid))])
    error_message = "existing.flows maps names of flows to their SIDs: FW and 32 hexadecimal digits."
  }

  validation {
    condition     = var.existing.sync_service == null || can(regex("^IS[0-9a-f]{32}$", var.existing.sync_service))
    error_message = "existing.sync_service is IS and 32 hexadecimal digits."
  }

  validation {
    condition     = alltrue([for sid in values(var.existing.variables) : can(regex("^ZV[0-9a-f]{32}$", sid))])
    error_message = "existing.variables maps names to SIDs of variables: ZV and 32 hexadecimal digits."
  }
}

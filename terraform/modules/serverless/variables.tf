variable "account_sid" {
  description = "The client's account: the one that has the service."
  type        = string

  validation {
    condition     = can(regex("^AC[0-9a-f]{32}$", var.account_sid))
    error_message = "An account's SID is AC and 32 hexadecimal digits."
  }
}

variable "environment" {
  description = "Which environment of the service: the end of its domain."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{0,15}$", var.environment))
    error_message = "The environment is 1 to 16 lower-case letters, digits and \"-\"."
  }
}

variable "wired" {
  description = "Variables of the Functions that follow from the account: SIDs, by name."
  type        = map(string)

  validation {
    condition     = alltrue([for name in keys(var.wired) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "Variables have names of capital letters, digits and \"_\"."
  }
}

variable "given" {
  description = "Variables of the Functions that people set, by name. Those that are null are left to the account."
  type        = map(string)

  validation {
    condition     = alltrue([for name in keys(var.given) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "Variables have names of capital letters, digits and \"_\"."
  }
}

variable "secrets" {
  description = "Secret variables of the Functions, by name. Those that are null are left to the account."
  type        = map(string)
  sensitive   = true

  validation {
    condition     = alltrue([for name in keys(var.secrets) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "Variables have names of capital letters, digits and \"_\"."
  }
}

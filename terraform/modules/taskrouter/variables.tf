variable "file" {
  description = "Path of the client's YAML file: its queues, and who is asked for which topic."
  type        = string

  validation {
    condition     = fileexists(var.file)
    error_message = "There is no file ${var.file}."
  }
}

variable "existing_workspace_sid" {
  description = "Flex's workspace; null in an account that has none."
  type        = string
  default     = null

  validation {
    condition     = var.existing_workspace_sid == null || can(regex("^WS[0-9a-f]{32}$", var.existing_workspace_sid))
    error_message = "A workspace's SID is WS and 32 hexadecimal digits."
  }
}

variable "create_workspace" {
  description = "Makes the workspace where there is none."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.create_workspace || var.existing_workspace_sid != null
    error_message = "The account has no workspace \"Flex Task Assignment\". Set Flex up in the console, or set create_workspace = true to do without."
  }
}

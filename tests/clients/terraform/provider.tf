terraform {
  required_providers {
    twilio = {
      source  = "RJPearson94/twilio"
      version = "0.27.0"
    }
  }
}

variable "account_sid" {
  type = string
}

variable "changed" {
  description = "Whether the things have their second properties."
  type        = bool
  default     = false
}

locals {
  # In every name that is changed.
  mark = var.changed ? "second" : "first"
}

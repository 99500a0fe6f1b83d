terraform {
  required_providers {
    twilio = {
      source  = "twilio/twilio"
      version = "0.18.46"
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

# Made by `npx linekit generate` from lib/config/environment.ts.
#
# A variable that was never given stays as it is in the account. One that is given is in the state as well: keep secrets out
# of it by leaving them out here (terraform/README.md says who sets them then).

variable "admin_email" {
  description = "ADMIN_EMAIL of the Functions: recipients instead of those in the client's file (addresses with commas between)."
  type        = string
  default     = null

  validation {
    condition     = var.admin_email == null || can(regex("^[^@\\s,]+@[^@\\s,]+(\\s*,\\s*[^@\\s,]+@[^@\\s,]+)*$", var.admin_email))
    error_message = "admin_email is malformed: expected addresses with commas between."
  }
}

variable "mailgun_domain" {
  description = "MAILGUN_DOMAIN of the Functions: sending domain instead of the one in the client's file (domain name)."
  type        = string
  default     = null

  validation {
    condition     = var.mailgun_domain == null || can(regex("(?i)^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.mailgun_domain))
    error_message = "mailgun_domain is malformed: expected domain name."
  }
}

variable "mailgun_api_key" {
  description = "MAILGUN_API_KEY of the Functions: sending key of that Mailgun domain (key of Mailgun)."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.mailgun_api_key == null || can(regex("^\\S{8,}$", var.mailgun_api_key))
    error_message = "mailgun_api_key is malformed: expected key of Mailgun."
  }
}

variable "deepgram_api_key" {
  description = "DEEPGRAM_API_KEY of the Functions: speech to text; not needed where the client does not transcribe (key of Deepgram)."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.deepgram_api_key == null || can(regex("^\\S{8,}$", var.deepgram_api_key))
    error_message = "deepgram_api_key is malformed: expected key of Deepgram."
  }
}

variable "linekit_log_caller_data" {
  description = "LINEKIT_LOG_CALLER_DATA of the Functions: writes numbers and words of callers to the log (true or false)."
  type        = string
  default     = null

  validation {
    condition     = var.linekit_log_caller_data == null || can(regex("^(true|false)$", var.linekit_log_caller_data))
    error_message = "linekit_log_caller_data is malformed: expected true or false."
  }
}

locals {
  given_variables = {
    ADMIN_EMAIL             = var.admin_email
    MAILGUN_DOMAIN          = var.mailgun_domain
    LINEKIT_LOG_CALLER_DATA = var.linekit_log_caller_data
  }

  given_secrets = {
    MAILGUN_API_KEY  = var.mailgun_api_key
    DEEPGRAM_API_KEY = var.deepgram_api_key
  }
}

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

variable "anthropic_api_key" {
  description = "ANTHROPIC_API_KEY of the Functions: language models of the assistant; not needed where the client has no assistant (key of Anthropic)."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.anthropic_api_key == null || can(regex("^\\S{8,}$", var.anthropic_api_key))
    error_message = "anthropic_api_key is malformed: expected key of Anthropic."
  }
}

variable "linekit_pin_pepper" {
  description = "LINEKIT_PIN_PEPPER of the Functions: peppers of callers' PINs, the one for new PINs first; not needed where nobody is identified (name:secret, the secret of 32 characters or more; older ones after a space)."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.linekit_pin_pepper == null || can(regex("^[a-z0-9]{1,12}:\\S{32,}( [a-z0-9]{1,12}:\\S{32,})*$", var.linekit_pin_pepper))
    error_message = "linekit_pin_pepper is malformed: expected name:secret, the secret of 32 characters or more; older ones after a space."
  }
}

variable "caldav_username" {
  description = "CALDAV_USERNAME of the Functions: user of the assistant's calendar; not needed without one (name without \":\")."
  type        = string
  default     = null

  validation {
    condition     = var.caldav_username == null || can(regex("^[^\\s:]+$", var.caldav_username))
    error_message = "caldav_username is malformed: expected name without \":\"."
  }
}

variable "caldav_password" {
  description = "CALDAV_PASSWORD of the Functions: that user's password, best one for this use alone (password)."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.caldav_password == null || can(regex("^\\S+$", var.caldav_password))
    error_message = "caldav_password is malformed: expected password."
  }
}

variable "linekit_tool_secrets" {
  description = "LINEKIT_TOOL_SECRETS of the Functions: secrets by name for the tools that the client's file declares (JSON: {\"crm\": \"…\"})."
  type        = string
  default     = null
  sensitive   = true

  validation {
    condition     = var.linekit_tool_secrets == null || can(regex("^\\{.*\\}$", var.linekit_tool_secrets))
    error_message = "linekit_tool_secrets is malformed: expected JSON: {\"crm\": \"…\"}."
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
    CALDAV_USERNAME         = var.caldav_username
    LINEKIT_LOG_CALLER_DATA = var.linekit_log_caller_data
  }

  given_secrets = {
    MAILGUN_API_KEY      = var.mailgun_api_key
    DEEPGRAM_API_KEY     = var.deepgram_api_key
    ANTHROPIC_API_KEY    = var.anthropic_api_key
    LINEKIT_PIN_PEPPER   = var.linekit_pin_pepper
    CALDAV_PASSWORD      = var.caldav_password
    LINEKIT_TOOL_SECRETS = var.linekit_tool_secrets
  }
}

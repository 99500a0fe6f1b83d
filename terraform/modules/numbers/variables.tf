variable "account_sid" {
  description = "The account that has the numbers."
  type        = string

  validation {
    condition     = can(regex("^AC[0-9a-f]{32}$", var.account_sid))
    error_message = "An account's SID is AC and 32 hexadecimal digits."
  }
}

variable "client" {
  description = "Name of the client, for the names of its numbers."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,30}$", var.client))
    error_message = "A client's name is lower-case letters, digits and \"-\"."
  }
}

variable "numbers" {
  description = "Each number, in E.164 form, with the kind of its line and the name of its flow."
  type = map(object({
    line = string
    flow = string
  }))

  validation {
    condition     = length(var.numbers) > 0 && alltrue([for number in keys(var.numbers) : can(regex("^\\+[1-9][0-9]{6,14}$", number))])
    error_message = "A client has at least one number, in E.164 form: \"+12025550142\"."
  }
}

variable "webhook_urls" {
  description = "Where a number sends its calls, by name of its flow."
  type        = map(string)

  validation {
    condition     = alltrue([for url in values(var.webhook_urls) : startswith(url, "https://")])
    error_message = "Webhooks are https URLs."
  }
}

variable "fallback_url" {
  description = "Takes a message when Studio does not answer."
  type        = string

  validation {
    condition     = startswith(var.fallback_url, "https://")
    error_message = "The fallback is an https URL."
  }
}

variable "ended_url" {
  description = "Is told that a call on the assistant's line is over."
  type        = string

  validation {
    condition     = startswith(var.ended_url, "https://")
    error_message = "It is an https URL."
  }
}

variable "buy_numbers" {
  description = "Whether numbers that the account lacks are bought."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = contains([true, false], var.buy_numbers)
    error_message = "buy_numbers is true or false."
  }
}

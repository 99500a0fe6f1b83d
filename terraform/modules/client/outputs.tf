output "account_sid" {
  description = "The client's Twilio account."
  value       = local.client.accountSid

  precondition {
    condition     = can(regex("^AC[0-9a-f]{32}$", local.client.accountSid))
    error_message = "${var.file}: accountSid is AC and 32 hexadecimal digits."
  }

  precondition {
    condition     = local.client.client == trimsuffix(basename(var.file), ".yaml")
    error_message = "${var.file} says that it is the file of client ${local.client.client}."
  }
}

output "numbers" {
  description = "Each number, in E.164 form, with the kind of its line and the name of its flow."
  value       = { for number, each in local.numbers : number => { line = each.line, flow = each.flow } }

  precondition {
    condition     = alltrue([for number in keys(local.numbers) : can(regex("^\\+[1-9][0-9]{6,14}$", number))])
    error_message = "${var.file}: numbers are quoted and in E.164 form: \"+12025550142\"."
  }
}

output "flows" {
  description = "The flows that the numbers need, by name: the kind of line, and what the client's file gives to the flow."
  value = {
    for flow, each in { for each in local.numbers : each.flow => each... } :
    flow => { line = each[0].line, values = merge(local.shared_values, each[0].values) }
  }
}

output "needless" {
  description = "Variables of the Functions that this client has no use for: they are not set, even where somebody gives them."
  value = concat(
    local.client.voicemail.transcribe || local.hears_by_deepgram ? [] : ["DEEPGRAM_API_KEY"],
    local.assistant == null ? ["ANTHROPIC_API_KEY"] : [],
    local.assistant == null || try(local.assistant.identify, "whenNeeded") == "never" ? ["LINEKIT_PIN_PEPPER"] : [],
    can(local.assistant.calendar.url) ? [] : ["CALDAV_USERNAME", "CALDAV_PASSWORD"],
    can(local.assistant.httpTools[0]) ? [] : ["LINEKIT_TOOL_SECRETS"],
  )
}

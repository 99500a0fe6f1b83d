# Knows no provider: what a client's file means for Twilio can be tested anywhere.

locals {
  client = yamldecode(file(var.file))

  # A number with a language, voice, greetings or wait of its own has a flow of its own: a flow holds its words and time-out for
  # the case that no Function answers. All others share one flow for each kind of line.
  numbers = {
    for each in local.client.numbers : each.number => {
      line = each.line
      flow = anytrue([for key in ["language", "voice", "greetings", "answer"] : contains(keys(each), key)]) ? "linekit ${each.line} ${each.number}" : "linekit ${each.line}"
      values = {
        language = try(each.language, local.client.language)
        voice    = try(each.voice, local.client.voice)
        apology  = try(each.greetings.apology, local.client.greetings.apology)
        # Waiting ends by the wait function's <Leave>; the flow's own time-out only ends a wait whose function never answers.
        wait_timeout_seconds = try(each.answer.waitSeconds, local.client.answer.waitSeconds) + local.wait_margin_seconds
      }
    }
  }

  assistant         = try(local.client.assistant, null)
  hears_by_deepgram = anytrue([for each in try(local.assistant.speech, []) : try(each.recogniser, "") == "deepgram"])

  wait_margin_seconds = 60
  shared_values = {
    voicemail_max_seconds     = local.client.voicemail.maxSeconds
    voicemail_silence_seconds = local.client.voicemail.silenceSeconds
  }
}

mock_provider "twilio" {}

variables {
  folder = "./tests/flows"
  flows = {
    "linekit voicemail"              = { line = "voicemail", values = { words = "Hello", seconds = 90 } }
    "linekit voicemail +12025550101" = { line = "voicemail", values = { words = "Hola", seconds = 90 } }
  }
  values = { domain = "linekit-1234-dev.twil.io" }
}

run "each_flow_is_published_with_its_own_words" {
  command = plan

  assert {
    condition     = alltrue([for flow in twilio_studio_flow.line : flow.status == "published" && flow.validate])
    error_message = "Flows are validated and published."
  }

  assert {
    condition = jsondecode(twilio_studio_flow.line["linekit voicemail +12025550101"].definition) == {
      say = "Hola", url = "https://linekit-1234-dev.twil.io/x", timeout = 90
    }
    error_message = "The definition has other values than it was given."
  }
}

mock_provider "twilio" {
  mock_data "twilio_phone_numbers" {
    defaults = {
      phone_numbers = [{ phone_number = "+12025550101", sid = "PN00000000000000000000000000000001" }]
    }
  }
}

variables {
  account_sid  = "AC00000000000000000000000000000001"
  client       = "acme"
  numbers      = { "+12025550101" = { line = "voicemail", flow = "linekit voicemail" } }
  webhook_urls = { "linekit voicemail" = "https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1" }
  fallback_url = "https://linekit-1234-dev.twil.io/voicemail/record"
  ended_url    = "https://linekit-1234-dev.twil.io/assistant/ended"
}

run "a_number_rings_at_its_flow_and_falls_back_to_a_message" {
  command = plan

  assert {
    condition     = twilio_phone_number.line["+12025550101"].voice[0].url == var.webhook_urls["linekit voicemail"] && twilio_phone_number.line["+12025550101"].voice[0].fallback_url == var.fallback_url
    error_message = "The number does not ring where it should."
  }

  assert {
    condition     = twilio_phone_number.line["+12025550101"].status_callback_url == var.webhook_urls["linekit voicemail"]
    error_message = "Studio does not hear that a call is over."
  }

  assert {
    condition     = twilio_phone_number.line["+12025550101"].friendly_name == "acme voicemail" && output.existing == { "+12025550101" = "PN00000000000000000000000000000001" }
    error_message = "The number that the account has is not the one that is taken over."
  }
}

run "the_assistant_hears_that_a_call_is_over" {
  command = plan

  variables {
    numbers      = { "+12025550101" = { line = "assistant", flow = "linekit assistant" } }
    webhook_urls = { "linekit assistant" = "https://webhooks.twilio.com/v1/Accounts/AC1/Flows/FW1" }
  }

  assert {
    condition     = twilio_phone_number.line["+12025550101"].status_callback_url == "https://linekit-1234-dev.twil.io/assistant/ended?flowSid=FW1"
    error_message = "The assistant does not hear that a call is over."
  }
}

run "a_number_that_the_account_lacks_stops_the_plan" {
  command = plan

  variables {
    numbers = { "+12025550109" = { line = "voicemail", flow = "linekit voicemail" } }
  }

  expect_failures = [twilio_phone_number.line]
}

run "unless_it_may_be_bought" {
  command = plan

  variables {
    numbers     = { "+12025550109" = { line = "voicemail", flow = "linekit voicemail" } }
    buy_numbers = true
  }

  assert {
    condition     = twilio_phone_number.line["+12025550109"].phone_number == "+12025550109" && length(output.existing) == 0
    error_message = "The number is not bought."
  }
}

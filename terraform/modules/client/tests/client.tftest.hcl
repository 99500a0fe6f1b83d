variables {
  file = "./tests/clients/acme.yaml"
}

run "numbers_that_say_the_same_share_a_flow" {
  command = plan

  assert {
    condition     = [for number in sort(keys(output.numbers)) : output.numbers[number].flow] == ["linekit voicemail", "linekit voicemail", "linekit voice-direct", "linekit voice-direct +12025550104", "linekit voicemail"]
    error_message = "Only the number that speaks for itself has a flow of its own: hours and time zone are the Functions' business."
  }

  assert {
    condition     = length(output.flows) == 3 && output.flows["linekit voice-direct +12025550104"].line == "voice-direct"
    error_message = "Three flows answer these five numbers."
  }
}

run "a_client_without_an_assistant_needs_none_of_its_keys" {
  command = plan

  assert {
    condition     = length(setsubtract(["ANTHROPIC_API_KEY", "LINEKIT_PIN_PEPPER", "CALDAV_USERNAME", "CALDAV_PASSWORD", "LINEKIT_TOOL_SECRETS"], output.needless)) == 0
    error_message = "Keys of an assistant are asked for where there is none."
  }
}

run "the_sample_needs_what_its_assistant_does" {
  command = plan

  variables {
    file = "../../../clients/sample.yaml"
  }

  assert {
    condition     = !anytrue([for name in ["ANTHROPIC_API_KEY", "LINEKIT_PIN_PEPPER", "CALDAV_PASSWORD", "DEEPGRAM_API_KEY"] : contains(output.needless, name)])
    error_message = "A key that the assistant of the sample needs is left out."
  }
}

run "what_a_number_says_stands_before_what_the_file_says" {
  command = plan

  assert {
    condition = output.flows["linekit voice-direct +12025550104"].values == {
      apology                   = "Lo sentimos."
      language                  = "es-US"
      voice                     = "Polly.Lupe-Neural"
      voicemail_max_seconds     = 180
      voicemail_silence_seconds = 5
      wait_timeout_seconds      = 90
    }
    error_message = "The Spanish number has its own words and voice, and the policy of the file."
  }

  assert {
    condition     = output.flows["linekit voicemail"].values.apology == "We are sorry."
    error_message = "The others have the words of the file."
  }
}

run "a_file_with_faults_stops_the_plan" {
  command = plan

  variables {
    file = "./tests/clients/faulty.yaml"
  }

  expect_failures = [output.account_sid, output.numbers]
}

run "a_file_that_is_not_there_stops_the_plan" {
  command = plan

  variables {
    file = "./tests/clients/nobody.yaml"
  }

  expect_failures = [var.file]
}

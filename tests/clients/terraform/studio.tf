# A flow put together from every widget that the provider knows, and its trigger.
data "twilio_studio_flow_widget_trigger" "start" {
  name = "Trigger"

  transitions {
    incoming_call    = data.twilio_studio_flow_widget_set_variables.remember.name
    incoming_message = data.twilio_studio_flow_widget_send_message.thanks.name
    incoming_request = data.twilio_studio_flow_widget_make_outgoing_call.ring.name
  }

  offset {
    x = 0
    y = 0
  }
}

data "twilio_studio_flow_widget_set_variables" "remember" {
  name = "remember"

  variables {
    key   = "language"
    value = "de"
  }

  transitions {
    next = data.twilio_studio_flow_widget_say_play.greet.name
  }
}

data "twilio_studio_flow_widget_say_play" "greet" {
  name     = "greet"
  say      = "Hello ${local.mark}"
  language = "en-US"
  voice    = "alice"
  loop     = 1

  transitions {
    audio_complete = data.twilio_studio_flow_widget_gather_input_on_call.ask.name
  }
}

data "twilio_studio_flow_widget_gather_input_on_call" "ask" {
  name             = "ask"
  say              = "Press one"
  language         = "en-US"
  voice            = "alice"
  gather_language  = "en-US"
  finish_on_key    = "#"
  number_of_digits = 1
  hints            = ["sales", "support"]
  loop             = 1
  profanity_filter = "true"
  speech_timeout   = "auto"
  stop_gather      = true
  timeout          = 5

  transitions {
    keypress = data.twilio_studio_flow_widget_split_based_on.which.name
    speech   = data.twilio_studio_flow_widget_make_http_request.look_up.name
    timeout  = data.twilio_studio_flow_widget_record_voicemail.message.name
  }
}

data "twilio_studio_flow_widget_split_based_on" "which" {
  name  = "which"
  input = "{{widgets.ask.Digits}}"

  transitions {
    no_match = data.twilio_studio_flow_widget_record_voicemail.message.name

    matches {
      next = data.twilio_studio_flow_widget_send_to_flex.desk.name

      conditions {
        arguments     = ["{{widgets.ask.Digits}}"]
        friendly_name = "one"
        type          = "equal_to"
        value         = "1"
      }
    }

    matches {
      next = data.twilio_studio_flow_widget_connect_call_to.colleague.name

      conditions {
        arguments     = ["{{widgets.ask.Digits}}"]
        friendly_name = "two"
        type          = "equal_to"
        value         = "2"
      }
    }
  }
}

data "twilio_studio_flow_widget_send_to_flex" "desk" {
  name         = "desk"
  workflow_sid = "WWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  channel_sid  = "TCaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  attributes   = jsonencode({ type = "inbound" })
  priority     = "5"
  timeout      = "3600"

  transitions {
    call_failure = data.twilio_studio_flow_widget_enqueue_call.wait.name
  }
}

data "twilio_studio_flow_widget_enqueue_call" "wait" {
  name            = "wait"
  workflow_sid    = "WWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  task_attributes = jsonencode({ type = "inbound" })
  priority        = 1
  timeout         = 60
  wait_url        = "https://example.com/wait"
  wait_url_method = "POST"

  transitions {
    call_complete     = data.twilio_studio_flow_widget_add_twiml_redirect.elsewhere.name
    failed_to_enqueue = data.twilio_studio_flow_widget_record_voicemail.message.name
  }
}

data "twilio_studio_flow_widget_connect_call_to" "colleague" {
  name      = "colleague"
  noun      = "number"
  to        = "+14155550142"
  caller_id = "{{contact.channel.address}}"
  record    = false
  timeout   = 30

  transitions {
    call_completed = data.twilio_studio_flow_widget_record_call.keep.name
  }
}

data "twilio_studio_flow_widget_record_call" "keep" {
  name                             = "keep"
  record_call                      = true
  recording_channels               = "dual"
  recording_status_callback_events = ["completed"]
  recording_status_callback_method = "POST"
  recording_status_callback_url    = "https://example.com/recorded"
  trim                             = "do-not-trim"
}

data "twilio_studio_flow_widget_record_voicemail" "message" {
  name          = "message"
  finish_on_key = "#"
  max_length    = 120
  play_beep     = "true"
  timeout       = 5
  transcribe    = false
  trim          = "do-not-trim"

  transitions {
    recording_complete = data.twilio_studio_flow_widget_run_function.file.name
  }
}

data "twilio_studio_flow_widget_run_function" "file" {
  name = "file"
  url  = "https://line-1234-dev.twil.io/file"

  parameters {
    key   = "recording"
    value = "{{widgets.message.RecordingSid}}"
  }

  transitions {
    fail = data.twilio_studio_flow_widget_capture_payments.pay.name
  }
}

data "twilio_studio_flow_widget_make_http_request" "look_up" {
  name         = "look_up"
  method       = "POST"
  url          = "https://example.com/look-up"
  content_type = "application/x-www-form-urlencoded"

  parameters {
    key   = "said"
    value = "{{widgets.ask.SpeechResult}}"
  }

  transitions {
    failed = data.twilio_studio_flow_widget_fork_stream.listen.name
  }
}

data "twilio_studio_flow_widget_fork_stream" "listen" {
  name                  = "listen"
  stream_action         = "start"
  stream_name           = "listen"
  stream_track          = "inbound_track"
  stream_transport_type = "websocket"
  stream_url            = "wss://example.com/stream"

  stream_parameters {
    key   = "who"
    value = "caller"
  }

  transitions {
    next = data.twilio_studio_flow_widget_connect_virtual_agent.bot.name
  }
}

data "twilio_studio_flow_widget_connect_virtual_agent" "bot" {
  name      = "bot"
  connector = "bot-connector"
  language  = "en-US"
}

data "twilio_studio_flow_widget_add_twiml_redirect" "elsewhere" {
  name    = "elsewhere"
  url     = "https://example.com/twiml"
  method  = "POST"
  timeout = "14400"
}

data "twilio_studio_flow_widget_capture_payments" "pay" {
  name               = "pay"
  payment_connector  = "Default"
  payment_method     = "CREDIT_CARD"
  payment_amount     = "10.00"
  payment_token_type = "one-time"
  currency           = "usd"
  language           = "en-US"
  max_attempts       = 2
  timeout            = 5
  security_code      = true
  postal_code        = "false"
  valid_card_types   = ["visa"]

  parameters {
    key   = "order"
    value = "1"
  }
}

data "twilio_studio_flow_widget_send_message" "thanks" {
  name = "thanks"
  body = "Thanks"
  from = "{{flow.channel.address}}"
  to   = "{{contact.channel.address}}"

  transitions {
    sent = data.twilio_studio_flow_widget_send_and_wait_for_reply.more.name
  }
}

data "twilio_studio_flow_widget_send_and_wait_for_reply" "more" {
  name    = "more"
  body    = "More?"
  from    = "{{flow.channel.address}}"
  timeout = "3600"

  transitions {
    incoming_message = data.twilio_studio_flow_widget_state.any.name
  }
}

data "twilio_studio_flow_widget_make_outgoing_call" "ring" {
  name                     = "ring"
  from                     = "{{flow.channel.address}}"
  to                       = "{{contact.channel.address}}"
  timeout                  = 60
  record                   = false
  detect_answering_machine = false

  transitions {
    answered = data.twilio_studio_flow_widget_say_play.greet.name
  }
}

# Whatever has no data source of its own.
data "twilio_studio_flow_widget_state" "any" {
  name = "any"
  type = "say-play"

  properties = {
    say = "Bye"
  }

  transitions {
    event = "audioComplete"
  }
}

data "twilio_studio_flow_definition" "line" {
  description   = "Every widget, ${local.mark}"
  initial_state = data.twilio_studio_flow_widget_trigger.start.name

  flags {
    allow_concurrent_calls = true
  }

  dynamic "states" {
    for_each = [
      data.twilio_studio_flow_widget_trigger.start.json,
      data.twilio_studio_flow_widget_set_variables.remember.json,
      data.twilio_studio_flow_widget_say_play.greet.json,
      data.twilio_studio_flow_widget_gather_input_on_call.ask.json,
      data.twilio_studio_flow_widget_split_based_on.which.json,
      data.twilio_studio_flow_widget_send_to_flex.desk.json,
      data.twilio_studio_flow_widget_enqueue_call.wait.json,
      data.twilio_studio_flow_widget_connect_call_to.colleague.json,
      data.twilio_studio_flow_widget_record_call.keep.json,
      data.twilio_studio_flow_widget_record_voicemail.message.json,
      data.twilio_studio_flow_widget_run_function.file.json,
      data.twilio_studio_flow_widget_make_http_request.look_up.json,
      data.twilio_studio_flow_widget_fork_stream.listen.json,
      data.twilio_studio_flow_widget_connect_virtual_agent.bot.json,
      data.twilio_studio_flow_widget_add_twiml_redirect.elsewhere.json,
      data.twilio_studio_flow_widget_capture_payments.pay.json,
      data.twilio_studio_flow_widget_send_message.thanks.json,
      data.twilio_studio_flow_widget_send_and_wait_for_reply.more.json,
      data.twilio_studio_flow_widget_make_outgoing_call.ring.json,
      data.twilio_studio_flow_widget_state.any.json,
    ]

    content {
      json = states.value
    }
  }
}

resource "twilio_studio_flow" "line" {
  friendly_name  = "Line ${local.mark}"
  status         = var.changed ? "published" : "draft"
  definition     = data.twilio_studio_flow_definition.line.json
  commit_message = local.mark
  validate       = true
}

data "twilio_studio_flow" "line" {
  sid = twilio_studio_flow.line.sid
}

output "found" {
  value = {
    status   = data.twilio_studio_flow.line.status
    revision = data.twilio_studio_flow.line.revision
    states   = length(jsondecode(data.twilio_studio_flow.line.definition).states)
  }
}

data "twilio_phone_numbers" "account" {
  account_sid = var.account_sid
}

locals {
  owned = { for each in data.twilio_phone_numbers.account.phone_numbers : each.phone_number => each.sid }
}

resource "twilio_phone_number" "line" {
  for_each = var.numbers

  account_sid   = var.account_sid
  phone_number  = each.key
  friendly_name = "${var.client} ${each.value.line}"

  # Studio hears that a call is over; on the assistant's line through the assistant (docs/decisions/0021).
  status_callback_url = (
    each.value.line == "assistant"
    ? "${var.ended_url}?flowSid=${basename(var.webhook_urls[each.value.flow])}"
    : var.webhook_urls[each.value.flow]
  )
  status_callback_method = "POST"

  voice {
    url             = var.webhook_urls[each.value.flow]
    method          = "POST"
    fallback_url    = var.fallback_url
    fallback_method = "POST"
  }

  lifecycle {
    # A number that was given back can be gone for good, and with it every card and web page that names it.
    prevent_destroy = true
    # Registrations and emergency addresses are somebody else's work, and an omission here would take them away.
    ignore_changes = [
      address_sid, bundle_sid, emergency_address_sid, emergency_status, identity_sid, messaging, trunk_sid,
    ]

    precondition {
      condition     = var.buy_numbers || contains(keys(local.owned), each.key)
      error_message = "Account ${var.account_sid} has no number ${each.key}. Buy it in the console, mend clients/${var.client}.yaml, or set buy_numbers = true."
    }
  }
}

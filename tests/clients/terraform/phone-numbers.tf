data "twilio_phone_number_available_local_numbers" "us" {
  account_sid        = var.account_sid
  iso_country        = "US"
  area_code          = 415
  allow_beta_numbers = false
  limit              = 3

  capabilities {
    voice_enabled = true
  }

  exclude_address_requirements {
    all = true
  }
}

data "twilio_phone_number_available_mobile_numbers" "gb" {
  account_sid = var.account_sid
  iso_country = "GB"
  limit       = 2
}

data "twilio_phone_number_available_toll_free_numbers" "us" {
  account_sid = var.account_sid
  iso_country = "US"
  limit       = 2
}

# Named, chosen by what it must be able to do, and by area code.
resource "twilio_phone_number" "named" {
  account_sid   = var.account_sid
  phone_number  = "+14155550142"
  friendly_name = "Desk ${local.mark}"

  status_callback_url    = "https://example.com/status/${local.mark}"
  status_callback_method = "POST"

  voice {
    url             = "https://example.com/voice/${local.mark}"
    method          = "POST"
    fallback_url    = "https://example.com/voice-fallback"
    fallback_method = "GET"
  }

  messaging {
    url    = "https://example.com/message/${local.mark}"
    method = "POST"
  }
}

resource "twilio_phone_number" "found" {
  account_sid = var.account_sid

  search_criteria {
    iso_country = "US"
    type        = "toll_free"

    capabilities {
      voice_enabled = true
    }
  }

  lifecycle {
    ignore_changes = [search_criteria]
  }
}

resource "twilio_phone_number" "by_area" {
  account_sid   = var.account_sid
  area_code     = "212"
  friendly_name = "By area"

  lifecycle {
    ignore_changes = [area_code]
  }
}

data "twilio_phone_number" "named" {
  account_sid = var.account_sid
  sid         = twilio_phone_number.named.sid
}

data "twilio_phone_numbers" "all" {
  account_sid = var.account_sid
  depends_on  = [twilio_phone_number.named, twilio_phone_number.found, twilio_phone_number.by_area]
}

output "found" {
  value = {
    local     = length(data.twilio_phone_number_available_local_numbers.us.available_phone_numbers)
    mobile    = length(data.twilio_phone_number_available_mobile_numbers.gb.available_phone_numbers)
    toll_free = length(data.twilio_phone_number_available_toll_free_numbers.us.available_phone_numbers)
    voice_url = data.twilio_phone_number.named.voice[0].url
    by_area   = substr(twilio_phone_number.by_area.phone_number, 0, 5)
    all       = length(data.twilio_phone_numbers.all.phone_numbers)
  }
}

# The provider creates a service with debouncing and webhooks of reachability both off when only one of them is on.
resource "twilio_sync_service" "state" {
  friendly_name                   = "State ${local.mark}"
  acl_enabled                     = var.changed
  reachability_debouncing_enabled = var.changed
  reachability_debouncing_window  = var.changed ? 6000 : 5000
  reachability_webhooks_enabled   = var.changed
  webhook_url                     = "https://example.com/sync/${local.mark}"
  webhooks_from_rest_enabled      = var.changed
}

data "twilio_sync_service" "state" {
  sid = twilio_sync_service.state.sid
}

output "found" {
  value = {
    name   = data.twilio_sync_service.state.friendly_name
    window = data.twilio_sync_service.state.reachability_debouncing_window
  }
}

mock_provider "twilio" {}

run "the_ledger_has_a_service_of_that_name" {
  command = apply

  assert {
    condition     = twilio_sync_service.linekit.friendly_name == "linekit" && output.service_sid == twilio_sync_service.linekit.sid
    error_message = "The Sync service has another name."
  }
}

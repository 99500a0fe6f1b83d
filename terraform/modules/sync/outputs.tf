output "service_sid" {
  description = "Sync service of the delivery ledger."
  value       = twilio_sync_service.linekit.sid
}

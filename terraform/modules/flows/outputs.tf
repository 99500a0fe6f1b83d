output "webhook_urls" {
  description = "Where a number sends its calls, by name of the flow."
  value       = { for name, flow in twilio_studio_flow.line : name => flow.webhook_url }
}

output "flow_sids" {
  description = "SIDs of the flows, by name."
  value       = { for name, flow in twilio_studio_flow.line : name => flow.sid }
}

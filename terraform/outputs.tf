output "numbers" {
  description = "The client's numbers, each with the kind of its line and the name of its flow."
  value       = module.client.numbers
}

output "flow_webhooks" {
  description = "Where the numbers send their calls, by name of the flow."
  value       = module.flows.webhook_urls
}

output "domain" {
  description = "Domain of the deployed Functions."
  value       = module.serverless.domain
}

output "workspace_sid" {
  description = "TaskRouter workspace of Flex."
  value       = module.taskrouter.workspace_sid
}

output "workflow_sids" {
  description = "SIDs of the workflows, by name."
  value       = module.taskrouter.workflow_sids
}

output "sync_service_sid" {
  description = "Sync service of the delivery ledger."
  value       = module.sync.service_sid
}

output "variables_left_alone" {
  description = "Variables of the Functions that were not given to Terraform: they stay as they are in the account."
  value       = sort(setsubtract(keys(merge(local.given_variables, local.given_secrets)), module.serverless.given_names))
}

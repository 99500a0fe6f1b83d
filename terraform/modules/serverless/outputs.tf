output "domain" {
  description = "Domain of the deployed Functions."
  value       = local.environment.domain_name
}

output "service_sid" {
  description = "The deployed service."
  value       = data.twilio_serverless_service.linekit.sid
}

output "environment_sid" {
  description = "Its environment."
  value       = local.environment.sid
}

output "flow_values" {
  description = "What the deployed code gives to the flows."
  value = merge(local.function_sids, {
    functions_domain          = local.environment.domain_name
    functions_service_sid     = data.twilio_serverless_service.linekit.sid
    functions_environment_sid = local.environment.sid
  })
}

output "wired_names" {
  description = "Names of the variables that follow from the account."
  value       = keys(var.wired)
}

output "open_names" {
  description = "Names of the variables that people gave, without the secret ones."
  value       = local.open_names
}

output "secret_names" {
  description = "Names of the secret variables that people gave."
  value       = local.secret_names
}

output "given_names" {
  description = "Names of all variables that people gave."
  value       = setunion(local.open_names, local.secret_names)
}

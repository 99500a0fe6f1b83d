resource "twilio_iam_api_key" "ci" {
  account_sid   = var.account_sid
  friendly_name = "CI ${local.mark}"
}

output "found" {
  value     = { sid = twilio_iam_api_key.ci.sid, secret = twilio_iam_api_key.ci.secret }
  sensitive = true
}

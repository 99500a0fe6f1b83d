terraform {
  # 1.10: S3 state locks without DynamoDB. 1.9: templatestring. 1.7: import blocks with for_each.
  required_version = ">= 1.10, < 2.0"

  required_providers {
    twilio = {
      source  = "RJPearson94/twilio"
      version = "0.27.0"
    }
  }
}

# Takes TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or with TWILIO_API_KEY and TWILIO_API_SECRET, from the environment.
provider "twilio" {}

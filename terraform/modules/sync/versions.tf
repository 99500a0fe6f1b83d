terraform {
  required_providers {
    twilio = {
      source = "RJPearson94/twilio"
    }
  }
}

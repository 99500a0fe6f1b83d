output "existing" {
  description = "SIDs of those of the client's numbers that the account has."
  value       = { for number, sid in local.owned : number => sid if contains(keys(var.numbers), number) }
}

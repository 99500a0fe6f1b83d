output "json" {
  description = "The file's JSON with all values in place."
  value       = jsonencode(jsondecode(templatestring(local.template, merge(local.texts, local.literals))))

  precondition {
    condition     = length(setsubtract(local.asked, keys(local.texts))) == 0
    error_message = "${var.file} asks for ${join(", ", setsubtract(local.asked, keys(local.texts)))}, which nothing sets. There is: ${join(", ", keys(local.texts))}."
  }

  precondition {
    condition     = alltrue([for name in local.bare : contains(keys(local.literals), "bare_${name}")])
    error_message = "${var.file} takes ${join(", ", [for name in local.bare : name if !contains(keys(local.literals), "bare_${name}")])} raw, which is text: only a number or a boolean may be."
  }
}

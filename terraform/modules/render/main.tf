# Knows no provider: rendering can be tested anywhere.

locals {
  text  = file(var.file)
  asked = toset(flatten(regexall("\\$\\{([^}]*)\\}", local.text)))
  bare  = toset(flatten(regexall("\"raw:\\$\\{([a-z0-9_]+)\\}\"", local.text)))

  # Inside a string stands what JSON makes of the text, without the quotes; a bare literal has a name of its own, so that
  # no value can ever be taken for a placeholder.
  json     = { for name, value in var.values : name => jsonencode(value) }
  texts    = { for name, json in local.json : name => trimsuffix(trimprefix(json, "\""), "\"") }
  literals = { for name, json in local.json : "bare_${name}" => json if !startswith(json, "\"") }
  template = replace(replace(local.text, "%%{", "%%%{"), "/\"raw:\\$\\{([a-z0-9_]+)\\}\"/", "$${bare_$1}")
}

variable "folder" {
  description = "Where the flows are: one JSON file a kind of line."
  type        = string

  validation {
    condition     = length(fileset(var.folder, "*.json")) > 0
    error_message = "There are no flows in ${var.folder}."
  }
}

variable "flows" {
  description = "The flows, by name: the kind of line (a file in the folder, without \".json\"), and what the client's file gives to it."
  type = map(object({
    line   = string
    values = any
  }))

  validation {
    condition     = length(var.flows) > 0 && alltrue([for each in var.flows : can(regex("^[a-z][a-z0-9-]*$", each.line))])
    error_message = "A client has at least one flow; its kind of line is lower-case letters, digits and \"-\"."
  }
}

variable "values" {
  description = "What the account gives to all flows: SIDs and the domain of the Functions."
  type        = map(string)

  validation {
    condition     = alltrue([for name in keys(var.values) : can(regex("^[a-z][a-z0-9_]*$", name))])
    error_message = "Placeholders have names of lower-case letters, digits and \"_\"."
  }
}

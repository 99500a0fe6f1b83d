variable "file" {
  description = "Path of the client's YAML file."
  type        = string

  validation {
    condition     = fileexists(var.file)
    error_message = "There is no file ${var.file}."
  }
}

variable "queue_sids" {
  description = "SIDs of \"Everyone\" and of each queue of the file, by name."
  type        = map(string)

  validation {
    condition     = contains(keys(var.queue_sids), "Everyone")
    error_message = "The SID of queue \"Everyone\" is missing."
  }
}

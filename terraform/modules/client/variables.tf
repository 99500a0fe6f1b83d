variable "file" {
  description = "Path of the client's YAML file."
  type        = string

  validation {
    condition     = fileexists(var.file)
    error_message = "There is no file ${var.file}."
  }
}

variable "file" {
  description = "A JSON file. \"$${name}\" in one of its strings becomes the value's text; a string that is exactly \"raw:$${name}\" becomes the bare number or boolean."
  type        = string

  validation {
    condition     = can(jsondecode(file(var.file)))
    error_message = "${var.file} is not JSON, or is not there."
  }
}

variable "values" {
  description = "An object: the name of each placeholder with its value."
  type        = any

  validation {
    condition     = can(keys(var.values))
    error_message = "The values are an object."
  }
}

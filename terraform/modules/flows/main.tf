module "definition" {
  source   = "../render"
  for_each = var.flows

  file   = "${var.folder}/${each.value.line}.json"
  values = merge(each.value.values, var.values)
}

resource "twilio_studio_flow" "line" {
  for_each = var.flows

  friendly_name  = each.key
  status         = "published"
  definition     = module.definition[each.key].json
  commit_message = "wired by linekit"
  validate       = true
}

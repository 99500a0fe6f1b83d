resource "twilio_events_sinks_v1" "desk" {
  description = "Desk ${local.mark}"
  sink_type   = "webhook"
  sink_configuration = jsonencode({
    destination  = "https://example.com/events"
    method       = "POST"
    batch_events = false
  })
}

resource "twilio_events_subscriptions_v1" "tasks" {
  description = "Tasks ${local.mark}"
  sink_sid    = twilio_events_sinks_v1.desk.sid
  types = [
    jsonencode({ type = "com.twilio.taskrouter.task.created", schema_version = 1 }),
  ]
}

resource "twilio_events_subscriptions_subscribed_events_v1" "reservations" {
  subscription_sid = twilio_events_subscriptions_v1.tasks.sid
  type             = "com.twilio.taskrouter.reservation.created"
  schema_version   = 1
}

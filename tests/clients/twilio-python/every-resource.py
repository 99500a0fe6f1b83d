"""Makes, lists, pages, fetches and changes one of every resource; prints what went wrong, by name."""

import json
from datetime import datetime

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

client = Client()
found = {}
FROM, TO = "+14155550100", "+15550123"


def tried(name, work):
    try:
        return work()
    except Exception as error:  # whatever it is, it is what was found
        found[name] = f"{type(error).__name__}: {error}"


def resource(name, items, made, changed=None):
    """`items` is a list resource of the client; gives what was made."""
    item = tried(f"{name}: create", lambda: items.create(**made))
    if item is None:
        return None
    tried(f"{name}: list", lambda: items.list(limit=3)[0].sid)
    tried(f"{name}: page", lambda: items.page(page_size=1).next_page_url)
    tried(f"{name}: fetch", item.fetch)
    if changed:
        tried(f"{name}: update", lambda: item.update(**changed))
    return item


def account():
    resource("number", client.incoming_phone_numbers, {"phone_number": FROM}, {"voice_url": "https://example.com/"})
    resource("application", client.applications, {"friendly_name": "App"}, {"voice_method": "GET"})
    resource("queue", client.queues, {"friendly_name": "Queue", "max_size": 5}, {"max_size": 6})
    resource(
        "address",
        client.addresses,
        {
            "customer_name": "Desk",
            "street": "1 Street",
            "city": "Town",
            "region": "Land",
            "postal_code": "1",
            "iso_country": "DE",
        },
        {"city": "City"},
    )
    tried("numbers to be had", lambda: client.available_phone_numbers("US").local.list(limit=2)[1].phone_number)
    tried("key", lambda: client.new_keys.create(friendly_name="Key").secret[31])
    tried("keys", lambda: client.keys.list(limit=1)[0].date_created.year)
    say = '<Response><Say>Hello</Say><Pause length="1"/></Response>'
    call = tried("call: create", lambda: client.calls.create(to=TO, from_=FROM, twiml=say, record=True))
    tried("calls", lambda: client.calls.list(limit=1, to=TO)[0].date_created.year)
    if tried("calls of old", lambda: client.calls.list(start_time_before=datetime(2020, 1, 1))) != []:
        found["calls of old"] = "there are some"
    tried("call: fetch", client.calls(call.sid).fetch)
    tried("call: recordings", lambda: client.calls(call.sid).recordings.list())
    tried("recordings", lambda: client.recordings.list(limit=2))
    tried("message", lambda: client.messages.create(to=TO, from_=FROM, body="Hello").date_created.year)
    tried("participant", lambda: client.conferences("room").participants.create(from_=FROM, to=TO).call_sid)
    tried("conferences", lambda: client.conferences.list(limit=1)[0].participants.list())


def taskrouter():
    workspace = resource("workspace", client.taskrouter.v1.workspaces, {"friendly_name": "Desk"}, {"friendly_name": "D"})
    inside = client.taskrouter.v1.workspaces(workspace.sid)
    resource("activity", inside.activities, {"friendly_name": "Lunch", "available": True}, {"friendly_name": "Tea"})
    queue = resource("task queue", inside.task_queues, {"friendly_name": "All"}, {"max_reserved_workers": 2})
    routing = {"task_routing": {"filters": [], "default_filter": {"queue": queue.sid}}}
    configuration = {"friendly_name": "Assign", "configuration": json.dumps(routing)}
    workflow = resource("workflow", inside.workflows, configuration, {"task_reservation_timeout": 50})
    worker = resource("worker", inside.workers, {"friendly_name": "ada"}, {"attributes": '{"languages":["de"]}'})
    made = {"workflow_sid": workflow.sid, "attributes": "{}", "task_channel": "voice"}
    task = resource("task", inside.tasks, made, {"attributes": '{"a":2}'})
    ready = next(each.sid for each in inside.activities.list() if each.available)
    tried("worker: available", lambda: inside.workers(worker.sid).update(activity_sid=ready))
    accepted = {"reservation_status": "accepted"}
    tried("reservation", lambda: inside.tasks(task.sid).reservations.list()[0].update(**accepted))
    tried("task: completed", lambda: inside.tasks(task.sid).update(assignment_status="completed", reason="done"))
    tried("capacity", lambda: inside.workers(worker.sid).worker_channels.list()[0].update(capacity=2))
    tried("events", lambda: inside.events.list(limit=3)[0].event_date.year)
    for name, of in {"workspace": inside, "queue": inside.task_queues(queue.sid), "workers": inside.workers}.items():
        tried(f"statistics of {name}", lambda: of.statistics().fetch())
        tried(f"real-time statistics of {name}", lambda: of.real_time_statistics().fetch())
        tried(f"cumulative statistics of {name}", lambda: of.cumulative_statistics().fetch(minutes=10))


def state_and_code():
    sync = resource("sync service", client.sync.v1.services, {"friendly_name": "State"}, {"friendly_name": "S"})
    state = client.sync.v1.services(sync.sid)
    resource("document", state.documents, {"unique_name": "d", "data": {"a": 1}}, {"data": {"a": 2}, "ttl": 100})
    resource("map", state.sync_maps, {"unique_name": "m"}, {"ttl": 100})
    resource("list", state.sync_lists, {"unique_name": "l"}, {"ttl": 100})
    resource("stream", state.sync_streams, {"unique_name": "s"}, {"ttl": 100})
    tried("map item", lambda: state.sync_maps("m").sync_map_items.create(key="k", data={"v": 1}).fetch())
    tried("list item", lambda: state.sync_lists("l").sync_list_items.create(data={"v": 1}).fetch())
    service = resource("service", client.serverless.v1.services, {"unique_name": "line", "friendly_name": "Line"})
    line = client.serverless.v1.services(service.sid)
    environment = resource("environment", line.environments, {"unique_name": "dev", "domain_suffix": "dev"})
    resource("function", line.functions, {"friendly_name": "/f"}, {"friendly_name": "/g"})
    resource("variable", line.environments(environment.sid).variables, {"key": "A", "value": "b"}, {"value": "c"})
    build = resource("build", line.builds, {"runtime": "node22"})
    tried("build status", lambda: line.builds(build.sid).build_status().fetch().status)
    tried("logs", lambda: line.environments(environment.sid).logs.list(limit=1))


def flows_and_events():
    steps = [{"event": "incomingRequest"}, {"event": "incomingCall"}]
    trigger = {"name": "Trigger", "type": "trigger", "properties": {}, "transitions": steps}
    definition = {"description": "Nothing", "initial_state": "Trigger", "states": [trigger], "flags": {}}
    made = {"friendly_name": "Line", "status": "published", "definition": definition}
    flow = resource("flow", client.studio.v2.flows, made, {"status": "published", "commit_message": "again"})
    tried("flow: validate", lambda: client.studio.v2.flow_validate.update(**made).valid)
    here = client.studio.v2.flows(flow.sid)
    execution = tried("execution", lambda: here.executions.create(to=TO, from_=FROM, parameters={"x": 1}))
    tried("context", lambda: here.executions(execution.sid).execution_context().fetch().context["flow"])
    tried("revisions", lambda: here.revisions.list()[1].revision)
    target = {"destination": "https://example.com/", "method": "POST", "batch_events": False}
    made = {"description": "Sink", "sink_type": "webhook", "sink_configuration": target}
    sink = resource("sink", client.events.v1.sinks, made, {"description": "Other"})
    types = [{"type": "com.twilio.taskrouter.task.created", "schema_version": 4}]
    made = {"description": "All", "sink_sid": sink.sid, "types": types}
    resource("subscription", client.events.v1.subscriptions, made, {"description": "Some"})
    tried("event types", lambda: client.events.v1.event_types.list(limit=60)[59].type)
    resource("trunk", client.voice.v1.byoc_trunks, {"friendly_name": "Trunk"}, {"friendly_name": "Other"})
    tried("flex", lambda: client.flex_api.v1.configuration().fetch().account_sid)


def refused():
    try:
        client.calls("CA" + "0" * 32).fetch()
    except TwilioRestException as error:
        if (error.status, error.code) != (404, 20404):
            found["refused"] = str(error)


for part in (account, taskrouter, state_and_code, flows_and_events, refused):
    tried(part.__name__, part)
print(json.dumps(found))

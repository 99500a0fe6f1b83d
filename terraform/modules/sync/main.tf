# The provider knows no Sync maps. The ledger's map, "voicemails", is made by the first voicemail (lib/twilio/sync-ledger.ts).
resource "twilio_sync_service" "linekit" {
  friendly_name = "linekit"
}

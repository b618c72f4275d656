-- argocd-cm: resource.customizations, key "*.upbound.io/*"
-- useOpenLibs: yes; an unresolved reference differs from other faults in its message alone.
--
-- Argo CD's built-in check calls an object Healthy before the provider has looked at it, and a
-- reference that is merely not resolved yet Degraded. A wave then opens too early, or fails.

local configuration = {
  ClusterProviderConfig = true,
  ProviderConfig = true,
  ProviderConfigUsage = true,
  StoreConfig = true,
}

local function progressing(message)
  return {status = "Progressing", message = message}
end

if configuration[obj.kind] then
  return {status = "Healthy", message = "configuration, the provider reports no conditions on it"}
end

local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end
local ready = conditions.Ready or {}
local synced = conditions.Synced or {}
local last = conditions.LastAsyncOperation or {}

if synced.reason == "ReconcilePaused" then
  return {status = "Suspended", message = "reconciliation is paused (crossplane.io/paused)"}
end

local metadata = obj.metadata or {}
if metadata.deletionTimestamp ~= nil then
  -- A queue takes two minutes, and errors on the way heal by themselves.
  return progressing("being deleted" .. (synced.message and ": " .. synced.message or ""))
end

if next(conditions) == nil then
  -- Also how it stays when its provider config does not exist: no condition, no event.
  return progressing("waiting for the provider to look at it")
end

if synced.status == "False" then
  local message = synced.message or synced.reason or "not synced"
  -- A reference to an object that does not exist says "cannot get referenced resource" instead.
  if string ~= nil and string.find(message, "cannot resolve references", 1, true) ~= nil
    and string.find(message, "may not yet be ready", 1, true) ~= nil then
    return progressing(message)
  end
  return {status = "Degraded", message = message}
end
if last.status == "False" then
  return {status = "Degraded", message = last.message or last.reason or "last operation failed"}
end

if ready.status ~= "True" then
  return progressing(ready.message or ready.reason or "waiting for Ready")
end
if synced.status ~= "True" then
  return progressing(synced.message or synced.reason or "waiting for Synced")
end
-- Synced carries the generation that the provider last looked at.
if (synced.observedGeneration or metadata.generation or 0) < (metadata.generation or 0) then
  return progressing("waiting for the provider to look at its newest generation")
end
return {status = "Healthy", message = "ready"}

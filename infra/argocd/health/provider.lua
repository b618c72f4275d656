-- argocd-cm: resource.customizations.health.pkg.crossplane.io_Provider
-- useOpenLibs: no
--
-- Argo CD's built-in check calls a Provider Degraded from its first condition until it runs,
-- which fails the sync that installs it, and raises an error where only one of the two
-- conditions is there. Function and Configuration, which have the same conditions, are left to
-- crossplane.lua: this repository installs neither.

local function progressing(message)
  return {status = "Progressing", message = message}
end

local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end
local installed = conditions.Installed or {}
local healthy = conditions.Healthy or {}
local synced = conditions.Synced or {}

if synced.reason == "ReconcilePaused" then
  return {status = "Suspended", message = "reconciliation is paused (crossplane.io/paused)"}
end
if next(conditions) == nil then
  return progressing("waiting for Crossplane to look at it")
end

if installed.status == "False" then
  if installed.reason == "InactivePackageRevision" then
    -- revisionActivationPolicy is Manual: a person has to activate the revision.
    return {status = "Suspended", message = installed.message or "its revision is not active"}
  end
  -- UnpackingPackage, which Crossplane sets only when fetching or unpacking has failed.
  return {status = "Degraded", message = installed.message or installed.reason or "not installed"}
end
if installed.status ~= "True" then
  return progressing("installing" .. (healthy.message and ": " .. healthy.message or ""))
end

-- The conditions are the previous package's until Crossplane has looked at this one.
local package = (obj.spec or {}).package
local current = (obj.status or {}).currentIdentifier
if current ~= nil and package ~= nil and current ~= package then
  return progressing("installed " .. current .. ", not yet " .. package)
end

if healthy.status ~= "True" then
  -- Not Degraded: every installation passes through this, while dependencies are resolved and
  -- the provider's pod starts, with the same reason as a fault that stays. The message tells.
  return progressing(healthy.message or healthy.reason or "installed, waiting for Healthy")
end
return {status = "Healthy", message = "installed and healthy"}

-- argocd-cm: resource.customizations, key "*.crossplane.io/*"
-- useOpenLibs: no
--
-- Everything of Crossplane's that provider.lua does not cover. Argo CD's built-in check calls
-- whatever has no status Healthy, also what is about to get one, keeps ImageConfig and inactive
-- definitions Progressing for ever, and does not look at Installed.

local without_conditions = {
  ClusterProviderConfig = true,
  Composition = true,
  ControllerConfig = true,
  DeploymentRuntimeConfig = true,
  EnvironmentConfig = true,
  ImageConfig = true,
  Lock = true,
  ProviderConfig = true,
  ProviderConfigUsage = true,
  StoreConfig = true,
}

-- The conditions that must all be True, where they are there.
local counted = {
  Established = true,
  Healthy = true,
  Installed = true,
  Offered = true,
  Ready = true,
  RevisionHealthy = true,
  RuntimeHealthy = true,
  Scheduling = true,
  Succeeded = true,
  Synced = true,
  ValidPipeline = true,
  Watching = true,
}

-- What a condition that is not True means, by its reason; Progressing for any other.
local meanings = {
  InactiveManagedResource = "Healthy", -- no activation policy asks for it
  InactivePackageRevision = "Suspended",
  MissingCapabilities = "Degraded",
  PipelineError = "Degraded",
  ReconcileError = "Degraded",
  ReconcilePaused = "Suspended",
  SchedulePaused = "Suspended",
  ScheduleInvalid = "Degraded",
  UnpackingPackage = "Degraded",
  WatchFailed = "Degraded",
  WatchPaused = "Suspended",
}
local weights = {Healthy = 1, Progressing = 2, Degraded = 3, Suspended = 4}

if without_conditions[obj.kind] then
  return {status = "Healthy", message = "configuration, it has no conditions"}
end
if (obj.spec or {}).desiredState == "Inactive" then
  return {status = "Healthy", message = "a package revision that is not in use"}
end

local worst = nil
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  if counted[condition.type] then
    local found = {status = "Healthy", message = condition.type}
    if condition.status ~= "True" then
      local reason = condition.reason or "not " .. condition.type
      found.status = meanings[condition.reason] or "Progressing"
      found.message = condition.message or reason
    end
    if worst == nil or weights[found.status] > weights[worst.status] then
      worst = found
    end
  end
end
return worst or {status = "Progressing", message = "waiting for Crossplane to look at it"}

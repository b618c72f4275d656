-- argocd-cm: resource.customizations.health.argoproj.io_Application
-- useOpenLibs: no
--
-- Without a check of its own an Application has no health in Argo CD, and a parent's wave waits
-- for nothing. Copying status.health is not enough either: between its own waves a child is
-- Healthy and OutOfSync, while its operation still runs. So Healthy is passed on only when
-- everything is applied, nothing runs, and the last operation did not fail.

-- Go leaves empty fields out when it writes the status, or writes them empty, so absent and
-- empty are one.
local function absent(value)
  if type(value) ~= "table" then
    return value == nil or value == false or value == "" or value == 0
  end
  for _, item in pairs(value) do
    if not absent(item) then
      return false
    end
  end
  return true
end

local function same(left, right)
  if left == right or (absent(left) and absent(right)) then
    return true
  end
  if type(left) ~= "table" or type(right) ~= "table" then
    return false
  end
  for key, value in pairs(left) do
    if not same(value, right[key]) then
      return false
    end
  end
  for key, value in pairs(right) do
    if left[key] == nil and not absent(value) then
      return false
    end
  end
  return true
end

local function progressing(message)
  return {status = "Progressing", message = message}
end

local function degraded(message)
  return {status = "Degraded", message = message}
end

local status = obj.status
if status == nil then
  return progressing("waiting for the application controller")
end

local operation = status.operationState or {}
if operation.phase == "Failed" or operation.phase == "Error" then
  return degraded("last sync: " .. (operation.message or operation.phase))
end
if operation.phase == "Running" and (operation.retryCount or 0) >= 5 then
  -- Not slow but failing. A parent that waited would go on with its old revision, and a repair
  -- of this Application itself would never be read; failing lets its retry take the newest one.
  return degraded(operation.message or "its sync fails again and again")
end

local sync = status.sync or {}
if sync.status == "Unknown" then
  -- Its manifests cannot be made or compared. Waiting would keep the parent's operation
  -- running, and with it the old revision: failing lets the parent's retry take a newer one.
  for _, condition in ipairs(status.conditions or {}) do
    if condition.type == "ComparisonError" or condition.type == "InvalidSpecError" then
      return degraded(condition.message or condition.type)
    end
  end
end

local health = status.health or {}
local message = health.message or ""
if health.status == nil then
  return progressing("waiting for its first comparison")
end
if health.status == "Unknown" then
  -- A parent leaves children whose health is Unknown out of its own.
  return degraded(message == "" and "health unknown" or "health unknown: " .. message)
end
if health.status == "Missing" then
  return progressing("nothing applied yet")
end
if health.status ~= "Healthy" then
  return {status = health.status, message = message}
end

if sync.status ~= "Synced" then
  return progressing("healthy so far, not synced yet")
end
if obj.operation ~= nil then
  return progressing("healthy so far, an operation is about to start")
end
if operation.phase == "Running" or operation.phase == "Terminating" then
  return progressing("healthy so far, its operation is still running")
end
local spec = obj.spec or {}
if sync.comparedTo ~= nil and spec.sourceHydrator == nil then
  local compared = sync.comparedTo
  if not same(compared.source, spec.source) or not same(compared.sources, spec.sources) then
    return progressing("healthy so far, not compared with its newest source yet")
  end
end
return {status = "Healthy", message = message}

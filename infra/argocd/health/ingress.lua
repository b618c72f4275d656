-- argocd-cm: resource.customizations.health.networking.k8s.io_Ingress
-- useOpenLibs: no
--
-- Argo CD's built-in check waits for status.loadBalancer.ingress, which a controller behind a
-- NodePort or a host port never writes (kind, many laptops): the Application would stay
-- Progressing for ever, and no later wave or PostSync hook would run. Nothing in this
-- repository has to wait for an address.

local addresses = ((obj.status or {}).loadBalancer or {}).ingress or {}
local first = addresses[1]
if first == nil then
  return {status = "Healthy", message = "no address published"}
end
return {status = "Healthy", message = first.hostname or first.ip or "address published"}

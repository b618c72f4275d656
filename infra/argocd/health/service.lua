-- argocd-cm: resource.customizations.health.Service
-- useOpenLibs: no
--
-- Argo CD's built-in check waits until a LoadBalancer Service has an address, which a cluster
-- without a load balancer (kind, bare metal) never gives it: the ingress controller's
-- Application would stay Progressing for ever. Every other Service is Healthy at once anyway.

local addresses = ((obj.status or {}).loadBalancer or {}).ingress or {}
local first = addresses[1]
if first == nil then
  return {status = "Healthy", message = "no address published"}
end
return {status = "Healthy", message = first.hostname or first.ip or "address published"}

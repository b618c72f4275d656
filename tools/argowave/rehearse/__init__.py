"""An environment, brought up on an emulator in Argo CD's order: no cluster, no container engine.

```
stage (tree, inventory, account) ─┐
emulator (on a leash) ────────────┼▶ rehearsal ─▶ timeline, findings
settings (health, exclusions) ────┘    ├ applications, sync   Argo CD's controller
                                       ├ crossplane, provider Crossplane and its AWS provider
                                       └ workloads            kubelet; programs stand in for images
```
"""

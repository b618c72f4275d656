"""A small producer and a small consumer that stand in for the images, which are private.

Both are configured by the environment variables of the rendered Deployments and nothing else, and
read them as the images' framework does: names follow {project}-{env}-{family}-{app}-{stream}.
"""

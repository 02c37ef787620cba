// Real processes, real browsers, real kills: one at a time, so that a figure means something on two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

"""A running mean of weights that follows quickly at first and slowly later."""
import torch


def running_mean(model, slowest):
    def update(averaged, current, seen):
        decay = min(slowest, (1 + float(seen)) / (10 + float(seen)))
        for mean, new in zip(averaged, current):
            # counters are not averaged
            mean.lerp_(new, 1 - decay) if mean.is_floating_point() else mean.copy_(new)

    return torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=update, use_buffers=True)

"""The reader as the product runs it: the same function in a third of the operations, the products of weights made beforehand."""
import torch
from torch import nn

from .data import CLASSES, HEIGHT, SLOTS, WIDTH


def linear(weight, bias):
    """x @ weight + bias, from double precision."""
    out = nn.Linear(*weight.shape)
    out.weight.data, out.bias.data = weight.t().float().contiguous(), bias.float()
    return out


class Attend(nn.Module):
    """Slots look at things that lie in columns. The key's matrix goes into the question and the value's into the answer, so things are never projected;
    the key's bias is the same for all things and drops out of the soft maximum. Rows of what is asked are (slot, head)."""

    def __init__(self, query, key, value, out, heads):
        super().__init__()
        (wq, bq), (wk, _), (wv, bv), (wo, bo) = (tuple(t.double() for t in pair) for pair in (query, key, value, out))
        self.heads, self.width = heads, wq.shape[1]
        deep = self.width // heads
        by_head = (heads, deep, self.width)
        wq, wk, wv = wq.view(by_head) * deep ** -.5, wk.view(by_head), wv.view(by_head)
        wo = wo.view(-1, heads, deep).permute(1, 0, 2)
        self.ask = linear(torch.einsum("hdc,hde->che", wq, wk).flatten(1), torch.einsum("hd,hde->he", bq.view(heads, deep) * deep ** -.5, wk).flatten())
        self.tell = linear(torch.einsum("hdc,hed->hce", wv, wo).flatten(0, 1), bo + torch.einsum("hd,hed->e", bv.view(heads, deep), wo))

    def asked(self, slots):
        return self.ask(slots).view(-1, SLOTS * self.heads, self.width)

    def answer(self, asked, things):
        seen = (asked @ things).softmax(-1) @ things.transpose(1, 2)
        return self.tell(seen.reshape(-1, self.heads * self.width))


def own(look):
    parts = list(zip(look.own_qkv.weight.data.chunk(3), look.own_qkv.bias.data.chunk(3)))
    return Attend(*parts, (look.own_out.weight.data, look.own_out.bias.data), look.heads)


def outward(look):
    parts = list(zip(look.kv.weight.data.chunk(2), look.kv.bias.data.chunk(2)))
    return Attend((look.q.weight.data, look.q.bias.data), *parts, (look.out.weight.data, look.out.bias.data), look.heads)


class Deployed(nn.Module):
    """uint8 NHWC → probabilities by name; `temperature` is what calibration on rendered plates found."""

    names = ("chars", "lines", "colour", "readable", "break")

    def __init__(self, reader, temperature):
        super().__init__()
        self.reader, self.temperature, self.width = reader, temperature, reader.places.shape[1]
        self.own, self.out = (nn.ModuleList(make(look) for look in reader.looks) for make in (own, outward))
        self.register_buffer("places", reader.places.data.t().contiguous())
        with torch.no_grad():  # until its first sight of the picture every slot is the same in all pictures
            slots, look = reader.slots.data, reader.looks[0]
            x = look.norms[0](slots)
            slots = slots + self.own[0].answer(self.own[0].asked(x), x.t()[None])
            self.register_buffer("first", slots)
            self.register_buffer("first_asked", self.out[0].asked(look.norms[1](slots)))

    def standardised(self, pixels):
        """As `model.standardised`, in pixels: mean 0, spread 1; and the mean of each channel."""
        tint = pixels.mean((2, 3), keepdim=True)
        off = pixels - tint.mean(1, keepdim=True)
        n = 3 * HEIGHT * WIDTH
        spread = ((off * off).mean((1, 2, 3), keepdim=True) * (n / (n - 1))).sqrt()
        return off * (1 / (spread + .05 * 127.5)), tint.flatten(1) / 127.5 - 1

    def forward(self, image):
        r = self.reader
        x, tint = self.standardised(image.permute(0, 3, 1, 2).float())
        cells = r.trunk(x).flatten(2)
        slots = self.slots(cells + self.places)
        each = slots.view(-1, SLOTS, self.width)
        second = torch.cat([r.no_second(each.mean(1)), r.second(slots).view(-1, SLOTS)[:, 1:]], 1).softmax(-1)
        chars = r.char(slots).view(-1, SLOTS, len(CLASSES)) / self.temperature
        return (chars.softmax(-1), torch.cat([second[:, :1], 1 - second[:, :1]], 1), r.colour(torch.cat([cells.mean(2), tint], 1)).softmax(-1),
                (r.sure(each.flatten(1)) / self.temperature).sigmoid(), second)

    def slots(self, things):
        """All slots of all pictures, one a row, after they have looked at `things` (pictures × width × cells)."""
        seen = self.out[0].answer(self.first_asked, things).view(-1, SLOTS, self.width)
        slots = (self.first + seen).view(-1, self.width)
        slots = slots + self.reader.looks[0].think(self.reader.looks[0].norms[2](slots))
        for look, own_attend, out in list(zip(self.reader.looks, self.own, self.out))[1:]:
            x = look.norms[0](slots)
            slots = slots + own_attend.answer(own_attend.asked(x), x.view(-1, SLOTS, self.width).transpose(1, 2))
            slots = slots + out.answer(out.asked(look.norms[1](slots)), things)
            slots = slots + look.think(look.norms[2](slots))
        return self.reader.norm(slots)

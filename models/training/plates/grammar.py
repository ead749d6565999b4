"""What is printed on a Vietnamese plate: province codes, series and numbers by kind, and how they break into lines."""
PROVINCES = [str(n) for n in range(11, 100) if n not in (13, 42, 44, 45, 46, 87, 91, 96)]
SERIES = "ABCDEFGHKLMNPSTUVXYZ"
SECOND = SERIES + "R"
BLUE = "ABCDEFGHKLM"
SPECIAL = ("LD", "KT", "CD", "RM", "HC", "DA", "MK", "R")
FOREIGN = ("NG", "QT", "CV", "NN")
# Q stands only in QT (international organisations) and in army units; I, J, O and W nowhere
ANY = "0123456789ABCDEFGHKLMNPQRSTUVXYZ"

# kind: (share, plate sizes in mm to choose from, lines). One line is squeezed most into the reader's picture and learns slowest: it gets half of all.
KINDS = {
    "moto": (.28, ((190, 140),), 2), "car_short": (.12, ((330, 165), (280, 200)), 2), "car_long": (.36, ((520, 110), (470, 110)), 1),
    "foreign_moto": (.015, ((190, 140),), 2), "foreign_long": (.015, ((520, 110), (470, 110)), 1), "foreign_short": (.015, ((330, 165), (280, 200)), 2),
    "army_long": (.015, ((520, 110), (470, 110)), 1), "army_short": (.015, ((330, 165), (190, 140)), 2),
    "temp_long": (.015, ((470, 110), (520, 110)), 1), "temp_short": (.015, ((330, 165), (190, 140), (280, 200)), 2),
    "random_moto": (.04, ((190, 140),), 2), "random_short": (.02, ((330, 165), (280, 200)), 2), "random_long": (.075, ((520, 110), (470, 110)), 1),
}


def choose(rng, items):
    return items[int(rng.integers(len(items)))]


def digits(rng, n):
    """1 and 7 stand twice as often as the others: they are told apart worst."""
    return "".join("012345678917"[d] for d in rng.integers(0, 12, n))


def dotted(rng, n, share=.9):
    """A serial number, five digits with their dot on most plates, four without."""
    d = digits(rng, n)
    return d[:3] + "." + d[3:] if n == 5 and rng.random() < share else d


def random_text(rng, lines):
    """Characters without any grammar, so that the reader learns shapes and not only what is likely."""
    chars = "".join(choose(rng, ANY) for _ in range(int(rng.integers(6, 11))))
    cut = int(rng.integers(2, 6)) if lines == 2 else len(chars)
    cut = max(cut, len(chars) - 5) if lines == 2 else cut
    return (chars[:cut], chars[cut:]) if lines == 2 else (chars,)


def motorcycle(rng):
    province, pick = choose(rng, PROVINCES), rng.random()
    dash = choose(rng, ("-", "-", "-", ""))
    if pick < .03:
        series = "MĐ" + choose(rng, "123456789")
    elif pick < .35:
        series = choose(rng, SERIES) + choose(rng, SECOND)
    else:
        series = choose(rng, SERIES) + choose(rng, "123456789")
    n = 4 if rng.random() < .25 else 5
    return province + dash + series, dotted(rng, n)


def car(rng):
    province, pick = choose(rng, PROVINCES), rng.random()
    series = choose(rng, SPECIAL) if pick < .15 else choose(rng, SERIES)
    n = 4 if rng.random() < .2 else 5
    return province + series, dotted(rng, n)


def text(rng, kind):
    """The lines of a plate as printed, with dash and dot, and its background colour."""
    colour = {0: "white", 1: "yellow", 2: "blue"}[int(rng.choice(3, p=(.66, .2, .14)))]
    if kind.startswith("random"):
        return random_text(rng, KINDS[kind][2]), choose(rng, ("white", "white", "yellow", "blue", "red"))
    if kind == "moto":
        return motorcycle(rng), colour if rng.random() < .35 else "white"
    if kind == "car_long":
        a, b = car(rng)
        return (a + choose(rng, ("-", "-", "-", " ")) + b,), colour
    if kind == "car_short":
        a, b = car(rng)
        return (a + choose(rng, ("", "", "-")), b), colour
    province = choose(rng, PROVINCES)
    if kind.startswith("foreign"):
        a, code, b = province + "-" + digits(rng, 3), choose(rng, FOREIGN), digits(rng, 3 if kind == "foreign_moto" else 2)
        return ((a + "-" + code + "-" + b,) if kind == "foreign_long" else (a, code + "-" + b)), "white"
    if kind.startswith("army"):
        unit, n = choose(rng, SERIES + "Q") + choose(rng, SECOND + "Q"), digits(rng, 5 if rng.random() < .3 else 4)
        number = n[:2] + choose(rng, ("-", "-", "")) + n[2:]
        return ((unit + choose(rng, ("-", " ", "")) + number,) if kind == "army_long" else (unit, number)), "red"
    n = dotted(rng, 5)
    return (("T" + province + "-" + n,) if kind == "temp_long" else ("T" + province, n)), "white"


def canonical(lines):
    """What the reader must say: only letters and digits, Đ as D, in reading order."""
    return "".join(c for line in lines for c in line.replace("Đ", "D") if c in ANY)

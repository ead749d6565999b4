#!/usr/bin/python3
"""Bulk traffic by Eclipse SUMO for test/street/sumo: makes a net, a demand with red-light runners, runs it, writes one approach.

Usage: /usr/bin/python3 record.py WORK_FOLDER SECONDS SEED OUT.json.gz   (Debian: apt-get install sumo; only to remake the fixture)
Output: {"step_ms", "line_m", "signal": [[t_ms, "r"|"y"|"G"]...], "vehicles": [{"id","kind","length","width","runner","path":[[t_ms, along_cm, across_cm]...]}]}
along = metres of the front bumper from the approach's start (cm), across = to the right of the road's middle (cm).
Vehicles that SUMO reports as colliding are left out: its bodies overlap there, and no street does that.
"""
import gzip, json, random, subprocess, sys, xml.etree.ElementTree as ET
import libsumo

folder, seconds, seed, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
APPROACH, LINE_BACK, LANE = 200.0, 4.0, 3.5  # metres; the painted line lies 4 m before SUMO's lane end
KINDS = {
    "motorcycle": dict(vClass="motorcycle", length=1.9, width=0.75, minGap=0.6, accel=3.0, decel=4.5, maxSpeedLat=1.2, latAlignment="arbitrary"),
    "car": dict(vClass="passenger", length=4.4, width=1.8, minGap=1.8, accel=2.6, decel=4.0),
    "bus": dict(vClass="bus", length=11.0, width=2.5, minGap=2.2, accel=1.2, decel=3.5),
    "truck": dict(vClass="truck", length=7.5, width=2.3, minGap=2.2, accel=1.2, decel=3.5),
}


def write(name, text):
    with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
        file.write(text)


def network():
    write("n.nod.xml", '<nodes><node id="W" x="-200" y="0"/><node id="C" x="0" y="0" type="traffic_light" tl="C"/><node id="E" x="200" y="0"/>'
                       '<node id="N" x="0" y="200"/><node id="S" x="0" y="-200"/></nodes>')
    edges = [("in", "W", "C", 3), ("out", "C", "E", 3), ("down", "N", "C", 2), ("under", "C", "S", 2)]
    write("n.edg.xml", "<edges>" + "".join(f'<edge id="{i}" from="{a}" to="{b}" numLanes="{n}" speed="13.9"/>' for i, a, b, n in edges) + "</edges>")
    subprocess.run(["netconvert", "-n", f"{folder}/n.nod.xml", "-e", f"{folder}/n.edg.xml", "-o", f"{folder}/n.net.xml", "--no-turnarounds",
                    "--offset.disable-normalization", "true", "--default.lanewidth", str(LANE)], check=True, capture_output=True)
    links = [c for c in ET.parse(f"{folder}/n.net.xml").getroot().findall("connection") if c.get("tl") == "C"]
    width = 1 + max(int(c.get("linkIndex")) for c in links)
    state = lambda colour, other: "".join(next(colour if c.get("from") == "in" else other for c in links if int(c.get("linkIndex")) == i) for i in range(width))
    phases = [(28, state("G", "r")), (3, state("y", "r")), (2, state("r", "r")), (22, state("r", "G")), (3, state("r", "y")), (2, state("r", "r"))]
    write("n.tls.xml", '<additional><tlLogic id="C" type="static" programID="p" offset="0">' + "".join(f'<phase duration="{d}" state="{s}"/>' for d, s in phases) + "</tlLogic></additional>")
    return next(int(c.get("linkIndex")) for c in links if c.get("from") == "in")


def demand():
    dice = random.Random(seed)
    types, vehicles, runners, t = [], [], set(), 0.0
    for kind, shape in KINDS.items():
        for tag, extra in (("", f'jmStoplineGap="{LINE_BACK + 0.8}"'), ("_run", 'jmDriveAfterRedTime="1000" jmDriveRedSpeed="20" jmStoplineGap="4.8"')):
            types.append(f'<vType id="{kind}{tag}" {" ".join(f"""{k}="{v}" """ for k, v in shape.items())} sigma="0.4" {extra}/>')
    while True:
        t += dice.expovariate(1900 / 3600)
        if t > seconds - 60:
            break
        kind = dice.choices(list(KINDS), [78, 18, 2, 2])[0]
        run = dice.random() < 0.08
        name = f"v{len(vehicles)}"
        runners |= {name} if run else set()
        main = dice.random() < 0.85
        vehicles.append(f'<vehicle id="{name}" type="{kind}{"_run" if run else ""}" depart="{t:.1f}" departLane="random" departSpeed="max" departPosLat="random" '
                        f'speedFactor="{dice.uniform(0.75, 1.05):.2f}"><route edges="{"in out" if main else "down under"}"/></vehicle>')
    write("n.rou.xml", "<routes>" + "".join(types) + "".join(vehicles) + "</routes>")
    return runners


def run(link, runners):
    libsumo.start(["sumo", "-n", f"{folder}/n.net.xml", "-a", f"{folder}/n.tls.xml", "-r", f"{folder}/n.rou.xml", "--seed", str(seed), "--step-length", "0.1", "--lateral-resolution", "0.4",
                   "--time-to-teleport", "-1", "--collision.action", "warn", "--collision.check-junctions", "--collision-output", f"{folder}/coll.xml", "--no-step-log", "--no-warnings"])
    signal, vehicles, end = [], {}, None
    while (t := round(libsumo.simulation.getTime() * 1000)) < seconds * 1000:
        libsumo.simulationStep()
        colour = libsumo.trafficlight.getRedYellowGreenState("C")[link]
        if not signal or signal[-1][1] != colour:
            signal.append([max(0, t - 100), colour])  # a switch stamped t already governs the step that ends at t
        end = end if end is not None else libsumo.lane.getShape("in_0")[1][0]
        for name in libsumo.vehicle.getIDList():
            x, y = libsumo.vehicle.getPosition(name)
            if abs(y) > 20 or x < end - 60 or x > end + 45 or abs(libsumo.vehicle.getAngle(name) - 90) > 30:
                continue
            kind = libsumo.vehicle.getTypeID(name).split("_")[0]
            one = vehicles.setdefault(name, {"id": name, "kind": kind, "length": KINDS[kind]["length"], "width": KINDS[kind]["width"], "runner": name in runners, "path": []})
            one["path"].append([t, round((x - end) * 100), round((-y) * 100)])
    libsumo.close()
    bad = {i for c in ET.parse(f"{folder}/coll.xml").getroot().iter("collision") for i in (c.get("collider"), c.get("victim"))}
    return signal, [v for n, v in vehicles.items() if n not in bad], len(bad)


link = network()
signal, vehicles, dropped = run(link, demand())
with gzip.GzipFile(out, "wb", mtime=0) as file:
    file.write(json.dumps({"step_ms": 100, "line_m": -LINE_BACK, "signal": signal, "vehicles": vehicles}, separators=(",", ":")).encode())
print(f"{len(vehicles)} vehicles kept, {dropped} of collisions dropped")

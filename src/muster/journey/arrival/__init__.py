"""Who is safe: arrivals first, paperwork later; found on arrival; daily muster; handed over."""

"""Numbers as they are read aloud: no exponent of a programmer's, a power of ten where digits would be too many."""

import math
from decimal import Decimal

RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def power_of_ten(number, digits=2):
    """A number other than zero as 7 × 10⁻⁷, 2.2 × 10⁹ or 10⁶, with at most so many digits."""
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    power = f"10{str(int(exponent)).translate(RAISED)}"
    written = {"1": power, "-1": f"−{power}"}
    return written.get(mantissa, f"{mantissa} × {power}".replace("-", "−"))


def aloud(number, digits=2):
    """A number to so many digits: 0.93, −180, 12,000, and beyond 0.0001 and a million as a power of ten."""
    if number == 0 or not math.isfinite(number):
        return f"{abs(number):.0f}" if number == 0 else f"{number}"
    shown = float(f"{number:.{digits - 1}e}")
    if not 1e-4 <= abs(shown) < 1e6:
        return power_of_ten(number, digits)
    plain = f"{Decimal(f'{shown:.{digits - 1}e}'):f}" if abs(shown) < 1 else f"{shown:,.{_places(shown, digits)}f}"
    return plain.replace("-", "−")


def _places(shown, digits):
    """Decimals that a number from 1 on keeps, so that it shows so many digits."""
    return max(digits - len(str(int(abs(shown)))), 0)

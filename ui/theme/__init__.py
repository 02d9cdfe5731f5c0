"""How the desk looks: tokens, letters, icons and the sheet filled with them."""

from ui.theme.look import Dressed, Look, dress, look
from ui.theme.tokens import DARK, LIGHT, Colours, contrast

__all__ = ["DARK", "LIGHT", "Colours", "Dressed", "Look", "contrast", "dress", "look"]

// Everything here makes the desk quicker; nothing here makes it work. Each page is whole and each form posts without a script.
import * as Turbo from "@hotwired/turbo";
import "./live.js";
import "./morph.js";
import "./list.js";
import "./forms.js";
import "./keys.js";
import "./palette.js";
import "./finding/search.js";
import "./preview.js";
import "./writing/composer.js";
import "./writing/blocks.js";
import "./presence.js";
import "./writing/richtext.js";
import "./writing/leaves.js";
import "./telling/notices.js";
import "./telling/mentions.js";

// Turbo's own bar brings an inline style, which our policy refuses; base.css draws one from aria-busy instead. The longest delay a timer takes.
Turbo.config.drive.progressBarDelay = 2 ** 31 - 1;

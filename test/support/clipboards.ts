/** What Word puts on the clipboard, as it does: its own styles and marks, lists that are paragraphs, spaces that are hard. */
export const FROM_WORD = `<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/kari/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;} @list l0 {mso-list-id:1;} --></style>
</head><body lang=NO-BOK style='tab-interval:35.4pt'><!--StartFragment-->
<p class=MsoTitle>Høstprogrammet<o:p></o:p></p>
<p class=MsoNormal><b><span style='mso-ansi-language:NO-BOK'>Kjære</span></b><span style='color:red'> alle,<span
style='mso-spacerun:yes'>  </span>og <i>velkommen</i> til <a
href="https://fjellhallen.example/program"><span style='color:#0563C1'>programmet</span></a>.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Konsert med 1&nbsp;000 plasser<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Dans<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span>Kjøp billett<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp;&nbsp;</span></span>Møt opp<o:p></o:p></p>
<p class=MsoQuote>Uforglemmelig.<o:p></o:p></p>
<h2>Praktisk<o:p></o:p></h2>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Dører</p></td><td><p class=MsoNormal>18.30</p></td></tr></table>
<p class=MsoNormal><img width=300 src="file:///C:/Users/kari/AppData/Local/Temp/clip_image001.png"></p>
<!--EndFragment--></body></html>`;

/** And Google Docs: all of it in a <b> that is none, weight in styles, lists in lists, lines between paragraphs. */
export const FROM_GOOGLE_DOCS = `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-8d1f7c2a-7fff-1234">
<h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;">Nyheter</span></h1>
<p dir="ltr" style="line-height:1.38;"><span style="font-weight:400;white-space:pre-wrap;">Vanlig, </span><span
style="font-weight:700;">fet</span><span style="font-weight:400;font-style:italic;"> og kursiv, og </span><a
href="https://www.google.com/url?q=https://fjellhallen.example/om&amp;sa=D&amp;ust=1"><span style="color:#1155cc;font-weight:400;text-decoration:underline;">en lenke</span></a></p>
<br />
<ul style="margin-top:0;"><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">Ett</span></p></li>
<ul><li dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span style="font-weight:400;">Under ett</span></p></li></ul>
<li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">To</span></p></li></ul></b><br class="Apple-interchange-newline">`;

/** Each would run as whoever opened it, where it came through: as text, it is nothing. */
export const HOSTILE_HTML = [
  '<img src=x onerror="alert(1)">',
  '<script>alert(1)</script>',
  '<svg onload="alert(1)"><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<a href="javascript:alert(1)">trykk</a>',
  '<a href=" java\nscript:alert(1)">trykk</a>',
  '<a href="data:text/html,<script>alert(1)</script>">trykk</a>',
  '<iframe srcdoc="<script>parent.alert(1)</script>"></iframe>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<p style="background:url(javascript:alert(1))" onclick="alert(1)">stil</p>',
  '<div data-jatakk-button=\'{"label":"x","href":"javascript:alert(1)"}\'></div>',
  '<div data-jatakk-image=\'{"image":"x\\" onerror=\\"alert(1)","alt":"","href":""}\'></div>',
  '<span data-jatakk-place=\'{"name":"<img src=x onerror=alert(1)>","fallback":"x"}\'></span>',
  '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button autofocus onfocus="alert(1)">x</button></form>',
  '<template><img src=x onerror=alert(1)></template><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '</script><script>alert(1)</script>',
  '&lt;img src=x onerror=alert(1)&gt;',
] as const;

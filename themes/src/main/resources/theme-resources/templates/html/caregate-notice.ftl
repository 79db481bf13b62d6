<#ftl output_format="HTML">
<html lang="${locale.language}" dir="${(ltr)?then('ltr','rtl')}">
<body>
<#list msg(noticeKey + "Body", noticeArguments[0], noticeArguments[1]!"", noticeArguments[2]!"")?split("\n\n") as paragraph>
<p>${paragraph}</p>
</#list>
<#if noticeLink?has_content>
<p><a href="${noticeLink}">${noticeLink}</a></p>
</#if>
</body>
</html>
